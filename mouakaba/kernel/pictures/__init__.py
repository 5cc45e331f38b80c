"""Pictures without what they say beside the picture: where and when they were taken, by which telephone."""

from mouakaba.kernel.pictures.stripping import PictureError, stripped

__all__ = ["PictureError", "stripped"]
